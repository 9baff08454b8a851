using System.Collections.Immutable;
using static PipAi.LocalCloud.Vercel.Offer.VercelField;

namespace PipAi.LocalCloud.Vercel.Offer;

/// <summary>What a deployment is made of.</summary>
internal static class DeploymentFields
{
    /// <summary>A deployment to make.</summary>
    public static ImmutableArray<VercelField> Made { get; } =
    [
        Text("name").Required,
        Text("project"),
        Text("target"),
        Objects("files", Text("file").Required, Text("sha"), Number("size"), Number("mode"), Text("data"), Text("encoding")),
        Object("gitSource",
            Choice("type", "github", "gitlab", "bitbucket").Required, Text("ref"), Text("sha"), Text("org"), Text("repo"),
            TextOrNumber("repoId"),
            TextOrNumber("projectId"), Text("owner"), Text("slug")),
        Map("build"),
        Map("env"),
        Map("gitMetadata"),
        Map("meta"),
        Map("projectSettings"),
        Texts("regions"),
        Flag("autoAssignCustomDomains"),
        Text("source"),
        Text("actor"),
        Number("version"),
    ];
}
