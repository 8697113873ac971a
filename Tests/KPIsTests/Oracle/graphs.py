"""What networkx says of directed graphs: each as its number of nodes and its pairs, read from a file of JSON."""

import json
import sys

import networkx


def answer(graph):
    directed = networkx.DiGraph()
    directed.add_nodes_from(range(graph["nodes"]))
    directed.add_edges_from(graph["pairs"])
    undirected = directed.to_undirected()
    parts = [len(part) for part in networkx.weakly_connected_components(directed)]
    ties = directed.number_of_edges()
    return {
        "ties": ties,
        "density": networkx.density(directed) if graph["nodes"] > 1 else None,
        "reciprocity": networkx.overall_reciprocity(directed) if ties else None,
        "pairs": undirected.number_of_edges(),
        "components": len(parts),
        "largest": max(parts, default=0),
        "cuts": sorted(networkx.articulation_points(undirected)),
    }


print(json.dumps([answer(graph) for graph in json.load(open(sys.argv[1], encoding="utf-8"))]))
