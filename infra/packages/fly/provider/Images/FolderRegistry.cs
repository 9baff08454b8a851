using System.Text.Json.Nodes;

namespace PipAi.Providers.Fly.Images;

/// <summary>
/// The registry of a rehearsal: a folder per app and digest, with the published output and an <c>image.json</c> that says how to
/// start it. A folder appears there whole or not at all.
/// </summary>
internal sealed class FolderRegistry(string folder)
{
    private const string StagingPrefix = ".staging-";

    /// <summary>Where builds keep their intermediate output from run to run: beside the registry, away from the repository's own.</summary>
    public string BuildFolder => Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar) + ".build";

    public bool Has(string app, string digest) => File.Exists(Path.Combine(Place(app, digest), "image.json"));

    /// <summary>A new empty folder on the same disk, to publish into; what a killed build left there is removed.</summary>
    public string Staging(string app)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, app)).FullName;
        foreach (var left in Directory.EnumerateDirectories(place, StagingPrefix + "*")) Directory.Delete(left, recursive: true);
        return Directory.CreateDirectory(Path.Combine(place, StagingPrefix + Guid.NewGuid().ToString("n")[..12])).FullName;
    }

    /// <summary>Takes a published folder over and answers with its digest.</summary>
    public string Store(string app, string published, string entryPoint)
    {
        var digest = ContentDigest.Of(published);
        var image = new JsonObject
        {
            ["entrypoint"] = new JsonArray("./" + entryPoint),
            ["env"] = new JsonObject(),
            ["workdir"] = ".",
        };
        File.WriteAllText(Path.Combine(published, "image.json"), image.ToJsonString());
        var place = Place(app, digest);
        if (Has(app, digest)) Directory.Delete(published, recursive: true);
        else
        {
            if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
            Directory.Move(published, place);
        }

        return digest;
    }

    private string Place(string app, string digest) => Path.Combine(folder, app, digest.Replace(':', '-'));
}
