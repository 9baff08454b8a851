namespace PipAi.Infra.Settings;

/// <summary>
/// What the platform is used for and on which plans: nothing is declared from it, the ledgers of cost and availability reckon with it.
/// </summary>
internal sealed record UsageSettings
{
    /// <summary>Documents in a month.</summary>
    public required int DocumentsPerMonth { get; init; }

    /// <summary>Size of a document, with what was read from it, in kB.</summary>
    public required int DocumentKilobytes { get; init; }

    /// <summary>What lies in each bucket, old versions included, in GB.</summary>
    public required int StoredGigabytes { get; init; }

    /// <summary>Billable actions of Temporal Cloud for one document.</summary>
    public required int ActionsPerDocument { get; init; }

    /// <summary>Share of the time that a parser runs which starts only when the others are busy, in percent.</summary>
    public required int BusyPercent { get; init; }

    /// <summary>Requests to the frontend in a month.</summary>
    public required int FrontendRequests { get; init; }

    /// <summary>What the frontend sends in a month, in GB.</summary>
    public required int FrontendGigabytes { get; init; }

    /// <summary>What a quiet month is of all this, in percent.</summary>
    public required int QuietPercent { get; init; }

    /// <summary>What a busy month is of all this, in percent.</summary>
    public required int RushPercent { get; init; }

    /// <summary>Seats of the Vercel team that deploy.</summary>
    public required int VercelSeats { get; init; }

    /// <summary>Workers that a region's loss must leave, for the work to go on at its usual pace.</summary>
    public required int WorkersNeeded { get; init; }

    /// <summary>Support plan of the Fly organisation.</summary>
    public required string FlyPlan { get; init; }

    /// <summary>Plan of the Vercel team.</summary>
    public required string VercelPlan { get; init; }

    /// <summary>Plan of the Temporal Cloud account.</summary>
    public required string TemporalPlan { get; init; }

    /// <summary>Reads the settings.</summary>
    public static UsageSettings Read(SettingReader reader) => new()
    {
        DocumentsPerMonth = reader.Whole("documentsPerMonth", 20_000, 0, 1_000_000_000),
        DocumentKilobytes = reader.Whole("documentKilobytes", 500, 1, 1_000_000),
        StoredGigabytes = reader.Whole("storedGigabytes", 100, 0, 10_000_000),
        ActionsPerDocument = reader.Whole("temporalActionsPerDocument", 5, 1, 10_000),
        BusyPercent = reader.Whole("parsingBusyPercent", 20, 0, 100),
        FrontendRequests = reader.Whole("frontendRequestsPerMonth", 1_000_000, 0, 2_000_000_000),
        FrontendGigabytes = reader.Whole("frontendGigabytesPerMonth", 100, 0, 10_000_000),
        QuietPercent = reader.Whole("quietMonthPercent", 50, 0, 100),
        RushPercent = reader.Whole("busyMonthPercent", 300, 100, 10_000),
        VercelSeats = reader.Whole("vercelSeats", 1, 1, 1000),
        WorkersNeeded = reader.Whole("workersNeeded", 2, 1, 500),
        FlyPlan = reader.OneOf("flyPlan", "pay-as-you-go", ["pay-as-you-go", "standard", "premium", "enterprise"], "plan of Fly"),
        VercelPlan = reader.OneOf("vercelPlan", "pro", ["pro", "enterprise"], "plan of Vercel"),
        TemporalPlan = reader.OneOf("temporalPlan", "developer", ["developer", "business"], "plan of Temporal Cloud"),
    };
}
