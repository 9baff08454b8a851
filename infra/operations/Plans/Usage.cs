using System.Collections.Immutable;
using System.Text.Json;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Plans;

/// <summary>What the platform is used for, as the stack's settings assume it, and on which plans of its vendors.</summary>
internal sealed record Usage
{
    /// <summary>Documents in a month.</summary>
    public required decimal Documents { get; init; }

    /// <summary>Size of a document with what was read from it, in GB.</summary>
    public required decimal DocumentGigabytes { get; init; }

    /// <summary>What lies in each bucket, old versions included, in GB.</summary>
    public required decimal StoredGigabytes { get; init; }

    /// <summary>Billable actions of Temporal Cloud for one document.</summary>
    public required decimal ActionsPerDocument { get; init; }

    /// <summary>Share of the time that a parser runs which starts only when the others are busy: from 0 to 1.</summary>
    public required decimal BusyShare { get; init; }

    /// <summary>Requests to the frontend in a month.</summary>
    public required decimal FrontendRequests { get; init; }

    /// <summary>What the frontend sends in a month, in GB.</summary>
    public required decimal FrontendGigabytes { get; init; }

    /// <summary>A quiet month as a share of the assumed one.</summary>
    public required decimal Quiet { get; init; }

    /// <summary>A busy month as a multiple of the assumed one.</summary>
    public required decimal Rush { get; init; }

    /// <summary>Seats of the Vercel team that deploy.</summary>
    public required decimal VercelSeats { get; init; }

    /// <summary>Workers that must be left for the work to go on at its usual pace.</summary>
    public required int WorkersNeeded { get; init; }

    /// <summary>The AWS region whose bucket is written first.</summary>
    public required string PrimaryBucketRegion { get; init; }

    /// <summary>Vendor (<c>fly</c>, <c>vercel</c>, <c>temporal</c>) to the name of its plan.</summary>
    public required ImmutableSortedDictionary<string, string> VendorPlans { get; init; }

    /// <summary>What the platform promises.</summary>
    public required RecoveryTargets Targets { get; init; }

    /// <summary>What a quiet month may cost, and a busy one, in USD.</summary>
    public required (decimal Low, decimal High) Budget { get; init; }

    /// <summary>What is written in a month, in GB.</summary>
    public decimal NewGigabytes => Documents * DocumentGigabytes;

    /// <summary>Reads the stack's outputs, which hold these settings also in a plan.</summary>
    /// <exception cref="IncompletePlatformException">An output is missing or has another shape; all such outputs are named.</exception>
    public static Usage Parse(JsonElement outputs)
    {
        var reader = new OutputReader(outputs);
        var (usage, targets) = (reader.Numbers("usage"), reader.Numbers("targets"));
        decimal Number(string key) => (decimal)reader.Number(usage, "usage", key);
        var parsed = new Usage
        {
            Documents = Number("documentsPerMonth"),
            DocumentGigabytes = Number("documentKilobytes") / 1_000_000m,
            StoredGigabytes = Number("storedGigabytes"),
            ActionsPerDocument = Number("temporalActionsPerDocument"),
            BusyShare = Number("parsingBusyPercent") / 100,
            FrontendRequests = Number("frontendRequestsPerMonth"),
            FrontendGigabytes = Number("frontendGigabytesPerMonth"),
            Quiet = Number("quietMonthPercent") / 100,
            Rush = Number("busyMonthPercent") / 100,
            VercelSeats = Number("vercelSeats"),
            WorkersNeeded = (int)Number("workersNeeded"),
            PrimaryBucketRegion = reader.Text("primaryBucketRegion"),
            VendorPlans = reader.Texts("plans"),
            Targets = RecoveryTargets.Parse(reader),
            Budget = (
                (decimal)reader.Number(targets, "targets", "monthlyBudgetMinUsd"),
                (decimal)reader.Number(targets, "targets", "monthlyBudgetMaxUsd")),
        };
        reader.ThrowIfIncomplete();
        return parsed;
    }
}
