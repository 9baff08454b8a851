using System.Text.Json.Serialization;

namespace PipAi.Workers.Contracts.Elements;

/// <summary>The box around an element on its page.</summary>
public sealed record ElementCoordinates
{
    /// <summary>Four corners as [x, y], counter-clockwise from the top left one; the origin is the page's top left corner.</summary>
    [JsonPropertyName("points")]
    public required IReadOnlyList<IReadOnlyList<double>> Points { get; init; }

    /// <summary>The name of the coordinate system: <c>PixelSpace</c>, in which one unit is one PDF point (1/72 inch).</summary>
    [JsonPropertyName("system")]
    public required string System { get; init; }

    /// <summary>The page's width in the same unit.</summary>
    [JsonPropertyName("layout_width")]
    public required double LayoutWidth { get; init; }

    /// <summary>The page's height in the same unit.</summary>
    [JsonPropertyName("layout_height")]
    public required double LayoutHeight { get; init; }
}
