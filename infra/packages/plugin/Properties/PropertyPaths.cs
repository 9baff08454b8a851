using System.Globalization;

namespace PipAi.Plugins.Properties;

/// <summary>Writes property paths as Pulumi shows them: <c>config.services[0].ports</c>, <c>config.env["A.B"]</c>.</summary>
public static class PropertyPaths
{
    /// <summary>The path of a named property or map entry below <paramref name="parent"/> (empty for the resource itself).</summary>
    public static string Child(string parent, string name)
    {
        if (name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            return parent.Length == 0 ? name : $"{parent}.{name}";
        return $"{parent}[\"{name.Replace("\"", "\\\"", StringComparison.Ordinal)}\"]";
    }

    /// <summary>The path of a list entry.</summary>
    public static string Item(string parent, int index) => $"{parent}[{index.ToString(CultureInfo.InvariantCulture)}]";

    /// <summary>The top-level property of a path.</summary>
    public static string Top(string path)
    {
        var end = path.IndexOfAny(['.', '['], path.StartsWith('[') ? path.IndexOf(']', StringComparison.Ordinal) + 1 : 0);
        return end < 0 ? path : path[..end];
    }
}
