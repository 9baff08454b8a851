using System.Text.RegularExpressions;

namespace PipAi.Architecture.Tests;

public sealed partial class StyleTests
{
    private const int MostLines = 250;

    [Fact]
    public void A_folder_is_a_namespace()
    {
        var projects = Repository.Projects.OrderByDescending(project => project.Folder.Length).ToList();
        var wrong =
            from source in Repository.Sources
            where source.Namespace is not null
            // The stand-in's namespaces are the official SDK's; its folders sort what is in them.
            where !(source.Path.StartsWith("infra/rehearsal/standins/pulumi/", StringComparison.Ordinal)
                && source.Namespace!.StartsWith("Pulumi", StringComparison.Ordinal))
            let project = projects.FirstOrDefault(project => source.Path.StartsWith(project.Folder + "/", StringComparison.Ordinal))
            where project is { RootNamespace.Length: > 0 }
            let folders = Path.GetDirectoryName(source.Path[(project.Folder.Length + 1)..])!.Replace('\\', '/').Replace('/', '.')
            let expected = folders.Length == 0 ? project.RootNamespace : $"{project.RootNamespace}.{folders}"
            where source.Namespace != expected
            select $"{source.Path}: namespace {source.Namespace}, expected {expected}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_type_name_ends_in_a_word_that_says_nothing()
    {
        var wrong =
            from source in Repository.Sources
            from Match match in EmptyName().Matches(source.Text)
            select $"{source.Path}: {match.Groups[1].Value}";
        // The official API has such names; the stand-in carries them.
        Assert.DoesNotContain(wrong, name => !name.StartsWith("infra/rehearsal/standins/pulumi/", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_are_short() =>
        Assert.Empty(Repository.Sources.Where(source => source.Lines > MostLines).Select(source => $"{source.Path}: {source.Lines} lines"));

    [Fact]
    public void Every_executable_starts_with_a_short_Program_file() =>
        Assert.Empty(
            Repository.Sources.Where(source => Path.GetFileName(source.Path) == "Program.cs" && source.Lines > 30).Select(
                source => source.Path));

    [Fact]
    public void Every_project_has_a_page_that_says_what_it_is() =>
        Assert.Empty(Repository.Projects.Where(project => !project.Folder.StartsWith("tests/", StringComparison.Ordinal))
            .Where(project => !File.Exists(Path.Combine(Repository.Root, project.Folder, "README.md"))
                && !File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(project.Folder)!, "README.md")))
            .Select(project => project.Folder));

    [Fact]
    public void Workflows_live_in_files_that_carry_the_rules_of_workflow_code() =>
        Assert.Empty(
            Repository.Sources.Where(
                source => WorkflowAttribute().IsMatch(source.Text) && !source.Path.EndsWith(".workflow.cs", StringComparison.Ordinal))
                    .Select(source => source.Path));

    [Fact]
    public void Nobody_blocks_a_thread_to_wait() =>
        Assert.Empty(
            Repository.Sources.Where(
                source => !source.Path.StartsWith("tests/Architecture/", StringComparison.Ordinal) && Blocking().IsMatch(source.Text))
                    .Select(source => source.Path));

    // Before the end of a text a $ also matches before a line end: the name "pip-ai\n" would be one. What reads documents may want that.
    [Fact]
    public void Names_are_checked_to_their_very_end() =>
        Assert.Empty(
            Repository.Sources.Where(source => source.Path.StartsWith("infra/", StringComparison.Ordinal)
                || source.Path.StartsWith("workers/pipeline/", StringComparison.Ordinal))
                .Where(source => EndingBeforeLineEnd().IsMatch(source.Text)).Select(source => source.Path));

    [Fact]
    public void Links_in_pages_lead_somewhere()
    {
        var broken =
            from page in Repository.Files("*.md")
            from Match link in Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)))
            let target = link.Groups[1].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, target))
            select $"{page}: {target}";
        Assert.Empty(broken);
    }

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(\w+(?:Manager|Helper|Helpers|Util|Utils|Common|Base|Impl|Info|Data))\b")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"^\s*\[Workflow(\(|\])", RegexOptions.Multiline)]
    private static partial Regex WorkflowAttribute();

    [GeneratedRegex(@"Thread\.Sleep\(|\.GetAwaiter\(\)\.GetResult\(\)|\.Wait\(\)")]
    private static partial Regex Blocking();

    [GeneratedRegex("""GeneratedRegex\(@?"[^"]*\$"[,)]""")]
    private static partial Regex EndingBeforeLineEnd();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
