using PipAi.Operations.Platform;

namespace PipAi.Operations.Surplus;

/// <summary>Lists of Temporal Cloud, which come in pages.</summary>
internal static class CloudPages
{
    /// <summary>Reads all of one.</summary>
    /// <param name="failure">What is said where it cannot be read.</param>
    /// <param name="page">Reads the page of a token: what is on it, and the token of the next one; the first and the last token are
    /// empty.</param>
    /// <param name="cancellation">Gives the reading up.</param>
    public static async Task<List<T>> ReadAsync<T>(
        string failure, Func<string, Task<(IEnumerable<T> Items, string Next)>> page, CancellationToken cancellation)
    {
        var all = new List<T>();
        for (var token = ""; ;)
        {
            var asked = token;
            (var items, token) = await PlatformCall.MakeAsync(failure, () => page(asked), cancellation);
            all.AddRange(items);
            if (token.Length == 0) return all;
        }
    }
}
