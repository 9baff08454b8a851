using System.Text.RegularExpressions;

namespace PipAi.Infra.Settings;

/// <summary>Who may act in AWS besides people.</summary>
/// <param name="DeploySubject">Subject of the GitHub job that deploys, as its token spells it.</param>
/// <param name="PreviewSubject">Subject of the GitHub job that only looks.</param>
internal sealed partial record IdentitySettings(string DeploySubject, string PreviewSubject)
{
    // GitHub puts ids beside both names in the tokens of every repository that was made, renamed or moved since: a name can change hands.
    private const string Ids = "Of a repository made since 15 July 2026 it carries the ids of owner and repository: ";

    private const string RepositoryRule =
        "it must be the repository as the subjects of its jobs' tokens spell it, such as pip-ai/platform. " + Ids
            + "pip-ai@1234/platform@5678.";

    private const string Rule = "it must be the subject in the job's token, without a wildcard, such as repo:pip-ai/platform:pull_request. "
        + Ids + "repo:pip-ai@1234/platform@5678:pull_request.";

    // Who may deploy is decided by the environment's approvals: a branch has none.
    private const string DeployRule = "it must be the subject in the token of a job with an environment, without a wildcard, such as "
        + "repo:pip-ai/platform:environment:production. " + Ids + "repo:pip-ai@1234/platform@5678:environment:production.";

    /// <summary>Reads the settings.</summary>
    public static IdentitySettings Read(SettingReader reader)
    {
        var repository = reader.Text("ciRepository", "pip-ai/platform", RepositoryRule, text => Repository().IsMatch(text));
        var deploy = reader.Text("ciDeploySubject", "", DeployRule,
            subject => subject.Length == 0 || (Subject().IsMatch(subject) && subject.Contains(":environment:", StringComparison.Ordinal)));
        var preview = reader.Text("ciPreviewSubject", "", Rule, subject => subject.Length == 0 || Subject().IsMatch(subject));
        return new IdentitySettings(
            deploy.Length > 0 ? deploy : $"repo:{repository}:environment:production",
            preview.Length > 0 ? preview : $"repo:{repository}:pull_request");
    }

    // Names alone, or each with its id.
    private const string Spelling = @"([A-Za-z0-9-]+/[A-Za-z0-9._-]+|[A-Za-z0-9-]+@[0-9]+/[A-Za-z0-9._-]+@[0-9]+)";

    [GeneratedRegex("^" + Spelling + @"\z")]
    private static partial Regex Repository();

    [GeneratedRegex("^repo:" + Spelling + @":[^*?\s]+\z")]
    private static partial Regex Subject();
}
