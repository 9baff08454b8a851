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
                " FAIL all secrets of workers were declared (nobody declared secret 'KEY' of workers)",
                "        ./pipai verify --remove workers/KEY --stack prod",
                "        or keep it: declare it in the program as fly:index:Secret with",
                "            ImportId = \"pip-ai-temporal-workers/KEY\", then",
                "            ./pipai up --stack prod",
            ],
            console.Lines);
    }
}
