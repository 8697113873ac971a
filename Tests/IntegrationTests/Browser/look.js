// What a page's document tells of itself, as [rule, selector, message]; for pages.py.
({medium, width}) => {
    const faults = [], root = document.documentElement;
    const say = (rule, element, message) => faults.push([rule, selector(element), message]);

    function selector(element) {
        const steps = [];
        for (let at = element; at && at !== root; at = at.parentElement) {
            if (at.id) return [`#${CSS.escape(at.id)}`, ...steps].join(" > ");
            const alike = [...(at.parentElement?.children ?? [])].filter(other => other.localName === at.localName);
            steps.unshift(alike.length > 1 ? `${at.localName}:nth-of-type(${alike.indexOf(at) + 1})` : at.localName);
        }
        return steps.join(" > ") || "html";
    }

    const all = [...document.querySelectorAll("*")];
    const cuts = overflow => ["hidden", "clip"].includes(overflow) || medium === "print" && overflow !== "visible";

    // Nothing scrolls sideways but what lies in a container that does.
    if (root.scrollWidth > width) {
        const held = element => {
            for (let at = element.parentElement; at && at !== document.body && at !== root; at = at.parentElement)
                if (getComputedStyle(at).overflowX !== "visible") return true;
            return false;
        };
        const wide = all.filter(element => element.getBoundingClientRect().right > width + 0.5 && !held(element));
        const inmost = wide.filter(element => !wide.some(other => other !== element && element.contains(other)));
        for (const element of inmost.length ? inmost.slice(0, 3) : [root])
            say("sideways", element, `the page is ${root.scrollWidth} pixels wide, not ${width}`);
    }

    // No text is cut; on paper nothing scrolls. What is one pixel small is for screen readers alone.
    for (const element of all) {
        const style = getComputedStyle(element);
        if (element instanceof HTMLElement && element.clientWidth > 1 && element.clientHeight > 1) {
            const across = element.scrollWidth - element.clientWidth;
            const down = element.scrollHeight - element.clientHeight;
            if (cuts(style.overflowX) && across > 1) say("cut", element, `${across} pixels are cut at the side`);
            if (cuts(style.overflowY) && down > parseFloat(style.fontSize) / 2)
                say("cut", element, `${down} pixels are cut below`);
        }
        if (element instanceof SVGTextElement) {
            let svg = element.ownerSVGElement;
            while (svg?.ownerSVGElement) svg = svg.ownerSVGElement;
            const text = element.getBoundingClientRect(), frame = svg.getBoundingClientRect();
            const beyond = Math.max(
                frame.left - text.left, text.right - frame.right, frame.top - text.top, text.bottom - frame.bottom);
            if (text.width > 0 && getComputedStyle(svg).overflow !== "visible" && beyond > 1)
                say("cut", element, `${beyond.toFixed(0)} pixels lie outside the drawing: ${element.textContent.trim()}`);
        }
    }
    if (medium === "print") return faults;

    // The page is whole without scripts and without anything beside it.
    const loaded = {
        src: "img,source,video,audio,track,iframe,embed,input", srcset: "img,source", poster: "video", data: "object",
        href: "image,use,feImage", "xlink:href": "image,use,feImage",
    };
    const elsewhere = address => !/^\s*(data:|#|$)/i.test(address);
    for (const [attribute, elements] of Object.entries(loaded))
        for (const element of document.querySelectorAll(elements)) {
            const address = element.getAttribute(attribute) ?? "";
            if (elsewhere(address)) say("outside", element, `${attribute}=${address.slice(0, 100)}`);
        }
    const loads = /\b(stylesheet|icon|apple-touch-icon|manifest|(dns-)?prefetch|preconnect|(module)?preload|prerender)\b/i;
    for (const link of document.querySelectorAll("link[href]"))
        if (loads.test(link.rel) && elsewhere(link.getAttribute("href"))) say("outside", link, `href=${link.href}`);
    for (const element of all) {
        const css = element.localName === "style" ? element.textContent : element.getAttribute("style") ?? "";
        for (const [, address] of css.matchAll(/url\(\s*["']?([^"')]*)/gi))
            if (elsewhere(address)) say("outside", element, `url(${address.slice(0, 100)})`);
        if (/@import/i.test(css)) say("outside", element, "@import");
        if (element.localName === "script") say("script", element, "a script");
        for (const {name, value} of element.attributes)
            if (/^on/i.test(name) || /^\s*javascript:/i.test(value)) say("script", element, `a script in ${name}`);
    }
    if (document.querySelector("meta[http-equiv=refresh i]")) say("outside", root, "the page goes elsewhere by itself");
    return faults;
}
