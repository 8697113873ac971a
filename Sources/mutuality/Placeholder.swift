import ArgumentParser
import Configuration
@main struct Mutuality: AsyncParsableCommand { func run() async throws { print("soon") } }
