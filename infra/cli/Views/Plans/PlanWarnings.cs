using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Planning;

namespace PipAi.Cli.Views.Plans;

/// <summary>What a reader of a plan must not overlook: data that is deleted, addresses that are gone meanwhile.</summary>
internal static class PlanWarnings
{
    private static readonly ImmutableHashSet<string> Data =
    [
        "aws:s3/bucket:Bucket", "aws:backup/vault:Vault", "aws:dynamodb/table:Table", "fly:index:Volume", "temporalcloud:index:Namespace",
    ];

    private static readonly ImmutableHashSet<string> Addresses =
    [
        "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", "fly:index:App", "fly:index:Ip", "fly:index:Cert",
        "vercel:index/project:Project",
        "vercel:index/projectDomain:ProjectDomain",
    ];

    private const string StorageRegions =
        " A storage region leaves in two updates: first move it from storageRegions to retiringStorageRegions, then take it off there, too.";

    /// <summary>One sentence for each kind of thing that goes.</summary>
    public static IReadOnlyList<string> Of(Plan plan)
    {
        var going = plan.Steps.Where(step => step.Op is StepOp.Delete or StepOp.Replace && step.Old is not { RetainOnDelete: true })
            .ToList();
        var held = going.Where(step => step is { Op: StepOp.Delete, Old.Protect: true }).ToList();
        going.RemoveAll(held.Contains);
        return
        [
            .. Told(held, Data, replaced: false, "Protected data is not deleted, and this plan cannot be carried out", StorageRegions),
            .. Told(going, Data, replaced: false, "Data is deleted, and no update brings it back"),
            .. Told(going, Data, replaced: true, "Data is deleted with what is replaced, and no update brings it back"),
            .. Told(going, Addresses, replaced: true, "An address is gone for minutes, until its successor stands"),
            .. Told(going, Addresses, replaced: false, "An address is gone for good"),
        ];
    }

    private static IEnumerable<string> Told(
        IEnumerable<Step> going, ImmutableHashSet<string> types, bool replaced, string what, string then = "")
    {
        var names = going.Where(step => types.Contains(step.Type) && step.Op is StepOp.Replace == replaced).Select(
            step => $"{TypeText.Of(step.Type)} {step.Name}").ToList();
        return names.Count == 0 ? [] : [$"{what}: {string.Join(", ", names)}.{then}"];
    }
}
