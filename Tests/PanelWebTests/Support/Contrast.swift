/// A check of our own, for want of a library: how far text stands out from what is behind it (WCAG 2.2, 1.4.3).
///
/// Looks at the computed colours of each text that is seen, over all backgrounds of what it stands in; of a gradient
/// each colour counts. It does not see what merely lies over or under a text, and no pictures. Transparent text is meant
/// to be unseen.
enum Contrast {
    /// A JavaScript expression: the texts with less than 4.5:1, or 3:1 where large, each with its ratio.
    static let tooLow = """
        (() => {
          const canvas = document.createElement("canvas");
          const context = canvas.getContext("2d", { willReadFrequently: true });
          const read = (colour) => {
            context.clearRect(0, 0, 1, 1);
            context.fillStyle = colour;
            context.fillRect(0, 0, 1, 1);
            return [...context.getImageData(0, 0, 1, 1).data].map((value) => value / 255);
          };
          const lay = (top, under, alpha = top[3]) => under.map((value, i) => alpha * top[i] + (1 - alpha) * value);
          const light = (colour) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) =>
            sum + weight * (colour[i] <= 0.04045 ? colour[i] / 12.92 : ((colour[i] + 0.055) / 1.055) ** 2.4), 0);
          const ratio = (one, other) => {
            const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
            return (high + 0.05) / (low + 0.05);
          };
          const grounds = (element) => {
            if (!element) return [[1, 1, 1]];
            const { backgroundColor, backgroundImage } = getComputedStyle(element);
            const under = grounds(element.parentElement).map((each) => lay(read(backgroundColor), each));
            const inks = backgroundImage.match(/(rgba?|color)\\([^)]*\\)/g) ?? [];
            return inks.length ? inks.flatMap((ink) => under.map((each) => lay(read(ink), each))) : under;
          };
          const opacity = (element) => (
            element ? Number(getComputedStyle(element).opacity) * opacity(element.parentElement) : 1);
          const faint = [];
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            const [text, element] = [texts.currentNode.data.trim(), texts.currentNode.parentElement];
            if (!text || !element.checkVisibility() || !element.getClientRects().length) continue;
            const { color, fontSize, fontWeight } = getComputedStyle(element);
            const size = Number.parseFloat(fontSize);
            const least = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700) ? 3 : 4.5;
            const ink = read(color);
            if (ink[3] === 0) continue;
            const found = Math.min(...grounds(element).map((each) =>
              ratio(lay(ink, each, ink[3] * opacity(element)), each)));
            if (found < least) faint.push(`${found.toFixed(2)}: ${text}`);
          }
          return faint;
        })()
        """
}
