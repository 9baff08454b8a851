namespace PipAi.Infra.Settings;

/// <summary>How machines are checked and stopped.</summary>
/// <param name="IntervalSeconds">Time from one check to the next; Fly cuts it at 60.</param>
/// <param name="TimeoutSeconds">How long an answer may take.</param>
/// <param name="GraceSeconds">How long after its start a machine is not judged.</param>
/// <param name="DrainSeconds">How long a machine that is told to stop may take to finish its work; Fly kills it after 300.</param>
internal sealed record HealthSettings(int IntervalSeconds, int TimeoutSeconds, int GraceSeconds, int DrainSeconds)
{
    /// <summary>Reads the settings.</summary>
    public static HealthSettings Read(SettingReader reader)
    {
        var settings = new HealthSettings(
            reader.Whole("healthIntervalSeconds", 15, 2, 60, "Fly checks at least once a minute"),
            reader.Whole("healthTimeoutSeconds", 5, 1, 60),
            reader.Whole("healthGraceSeconds", 30, 0, 300),
            reader.Whole("drainSeconds", 290, 1, 300, "Fly kills a machine 300 seconds after telling it to stop"));
        if (reader.AreSound("healthTimeoutSeconds", "healthIntervalSeconds") && settings.TimeoutSeconds >= settings.IntervalSeconds)
        {
            reader.Wrong(
                "healthTimeoutSeconds", $"{settings.TimeoutSeconds}",
                $"it must be below healthIntervalSeconds ({settings.IntervalSeconds}), or checks overlap.",
                    $"set {SettingReader.Namespace}:healthTimeoutSeconds {Math.Max(1, settings.IntervalSeconds / 3)}");
        }

        return settings;
    }
}
