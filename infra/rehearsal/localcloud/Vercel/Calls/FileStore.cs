using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Vercel.Routing;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Calls;

/// <summary>The files of deployments, by the SHA-1 of their content as Vercel's clients count.</summary>
internal sealed class FileStore(string folder)
{
    private static readonly string[] Headers = ["x-vercel-digest", "x-now-digest"];

    /// <summary>Serves the call that brings a file.</summary>
    public void Map(VercelRoutes routes) => routes.MapAsync("uploadFile", UploadAsync);

    /// <summary>Which of a deployment's files nobody has brought yet.</summary>
    public IReadOnlyList<string> Missing(IEnumerable<string> digests) =>
        [.. digests.Distinct(StringComparer.Ordinal).Where(digest => !IsDigest(digest) || !File.Exists(Path.Combine(folder, digest)))];

    private async Task<JsonNode?> UploadAsync(VercelCall call)
    {
        var request = call.Http.Request;
        var said = Headers.Select(name => request.Headers[name].ToString()).FirstOrDefault(value => value.Length > 0)
            ?? throw new VercelProblem(400, "bad_request", "Missing header \"x-vercel-digest\": the SHA-1 of the file.");
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, call.Http.RequestAborted);
#pragma warning disable CA5350 // Vercel's protocol names files by their SHA-1.
        var digest = Convert.ToHexStringLower(SHA1.HashData(content.ToArray()));
#pragma warning restore CA5350
        if (digest != said) throw new VercelProblem(400, "bad_request", $"The file's SHA-1 is {digest}, not \"{said}\".");
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, digest), content.ToArray());
        return new JsonObject();
    }

    private static bool IsDigest(string digest) => digest.Length == 40 && digest.All(char.IsAsciiHexDigitLower);
}
