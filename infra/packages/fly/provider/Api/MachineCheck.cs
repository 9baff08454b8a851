namespace PipAi.Providers.Fly.Api;

/// <summary>The last result of a health check.</summary>
internal sealed record MachineCheck(string Name, string Status, string Output, string? UpdatedAt)
{
    public bool IsPassing => Status == "passing";

    public bool IsAtLeastAsNewAs(DateTimeOffset moment) => MachineView.Time(UpdatedAt) is not { } time || time >= moment;
}
