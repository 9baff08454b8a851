namespace PipAi.Dashboard.Tests;

/// <summary>Whether text can be read: WCAG's contrast, at least 4.5 to 1, or 3 to 1 for large text.</summary>
internal static class Contrast
{
    /// <summary>Looks at every text that is shown, and answers with those that are too faint.</summary>
    public const string Script = """
        () => {
            const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
            const rgba = colour => {
                canvas.clearRect(0, 0, 1, 1);
                canvas.fillStyle = colour;
                canvas.fillRect(0, 0, 1, 1);
                const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
                return [r, g, b, a / 255];
            };
            const over = (top, below) => top.slice(0, 3).map((value, index) => value * top[3] + below[index] * (1 - top[3])).concat(1);
            const luminance = colour => {
                const [r, g, b] = colour.map(value => value / 255).map(value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
                return .2126 * r + .7152 * g + .0722 * b;
            };
            const behind = element => {
                const layers = [];
                for (let node = element; node; node = node.parentElement) layers.push(rgba(getComputedStyle(node).backgroundColor));
                return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
            };
            const faint = [];
            let count = 0;
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                const element = texts.currentNode.parentElement;
                if (!texts.currentNode.textContent.trim() || element.closest(".hidden, .skip, [hidden]") || !element.checkVisibility()) continue;
                count++;
                const style = getComputedStyle(element);
                const background = behind(element);
                const colour = over(rgba(style.color), background);
                const [one, other] = [luminance(colour), luminance(background)].sort((a, b) => b - a);
                const ratio = (one + .05) / (other + .05);
                const size = parseFloat(style.fontSize);
                const least = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700) ? 3 : 4.5;
                if (ratio < least) faint.push(`${ratio.toFixed(2)}: ${texts.currentNode.textContent.trim()} (${style.color} on ${background})`);
            }
            window.textsLookedAt = count;
            return faint;
        }
        """;
}
