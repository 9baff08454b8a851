namespace PipAi.Infra.Settings;

/// <summary>Who may act in AWS besides people.</summary>
/// <param name="DeploySubject">Subject of the GitHub job that deploys, as its token spells it.</param>
/// <param name="PreviewSubject">Subject of the GitHub job that only looks.</param>
internal sealed record IdentitySettings(string DeploySubject, string PreviewSubject)
{
    // Newer repositories have ids in their subjects: taken from the token, never put together from names.
    private const string Rule = "it must be the subject in the job's token, without a wildcard, such as repo:pip-ai/platform:pull_request.";

    // Who may deploy is decided by the environment's approvals: a branch has none.
    private const string DeployRule = "it must be the subject in the token of a job with an environment, without a wildcard, such as repo:pip-ai/platform:environment:production.";

    /// <summary>Reads the settings.</summary>
    public static IdentitySettings Read(SettingReader reader) => new(
        reader.Text("ciDeploySubject", "repo:pip-ai/platform:environment:production", DeployRule,
            subject => IsSubject(subject) && subject.Contains(":environment:", StringComparison.Ordinal)),
        reader.Text("ciPreviewSubject", "repo:pip-ai/platform:pull_request", Rule, IsSubject));

    private static bool IsSubject(string text) =>
        text.StartsWith("repo:", StringComparison.Ordinal) && text.Split(':').Length >= 3 && !text.Contains('*', StringComparison.Ordinal);
}
