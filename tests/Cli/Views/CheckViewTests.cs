using PipAi.Cli.Views;
using PipAi.Operations.Verification;
using Spectre.Console.Testing;

namespace PipAi.Cli.Tests.Views;

public sealed class CheckViewTests
{
    [Fact]
    public void What_is_to_be_pasted_stays_in_one_piece()
    {
        using var console = new TestConsole().Width(200);
        var view = new CheckView(console);
        view.Report(
            new CheckResult(
                "surplus", "all secrets of workers were declared", false, "nobody declared secret 'KEY' of workers",
                "./pipai verify --remove workers/KEY --stack prod")
            {
                Adoption =
                    "declare it in the program as fly:index:Secret with ImportId = \"pip-ai-temporal-workers/KEY\", then ./pipai up "
                        + "--stack prod",
            });
        Assert.Equal(
            [
                "surplus",
                " FAIL all secrets of workers were declared (nobody declared secret 'KEY' of workers)",
                "        ./pipai verify --remove workers/KEY --stack prod",
                "        or keep it: declare it in the program as fly:index:Secret with",
                "            ImportId = \"pip-ai-temporal-workers/KEY\", then",
                "            ./pipai up --stack prod",
            ],
            console.Lines);
    }

    [Fact]
    public void Checks_stand_below_their_part_of_the_platform_and_one_that_does_not_hold_says_what_was_expected()
    {
        using var console = new TestConsole().Width(200);
        var view = new CheckView(console);
        view.Report(new CheckResult("workers", "workers are there", true, "4 of 4") { Expected = "4" });
        view.Report(new CheckResult("storage", "docs-a keeps versions", false, "versioning Suspended", "./pipai up --refresh")
        {
            Expected = "versioning Enabled",
        });
        view.Report(new CheckResult("storage", "docs-b keeps versions", true, "versioning Enabled"));
        Assert.Equal(
            [
                "workers",
                " ok   workers are there (4 of 4)",
                "storage",
                " FAIL docs-a keeps versions (expected versioning Enabled; found versioning Suspended)",
                "        ./pipai up --refresh",
                " ok   docs-b keeps versions (versioning Enabled)",
            ],
            console.Lines);
    }
}
