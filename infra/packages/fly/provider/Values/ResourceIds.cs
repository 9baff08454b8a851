namespace PipAi.Providers.Fly.Values;

/// <summary>Resource ids are import ids: <c>&lt;app&gt;/&lt;what is in it&gt;</c>.</summary>
internal static class ResourceIds
{
    public static string Join(string app, string id) => $"{app}/{id}";

    /// <summary>Takes an id apart.</summary>
    /// <exception cref="ArgumentException">It has another form; the message says which is right.</exception>
    public static (string App, string Id) Split(string resourceId, string what, string form)
    {
        // Addresses of IPv6 and wildcard hosts hold no slash, so the first one is the border.
        var border = resourceId.TrimStart('/').IndexOf('/', StringComparison.Ordinal);
        var text = resourceId.TrimStart('/');
        return border > 0 && border < text.Length - 1
            ? (text[..border], text[(border + 1)..])
            : throw new ArgumentException($"'{resourceId}' is not the id of a {what}; it must have the form {form}.", nameof(resourceId));
    }
}
