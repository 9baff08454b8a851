using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views;
using PipAi.Cli.Views.Ledgers;
using PipAi.Operations.Cost;

namespace PipAi.Cli.Commands;

/// <summary>`cost`: what the declared platform costs in a month.</summary>
internal static class CostVerb
{
    private static readonly Option<decimal?> Budget = new("--budget")
    {
        Description = "Exit with 5 when the assumed month costs more; without a sum, more than monthlyBudgetMaxUsd.",
        HelpName = "usd",
        CustomParser = Sum,
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create(CommandFactory commands) => commands.BindWithPlugins(
        new Command("cost", "Reckon what the declared platform costs in a month: no network, no credentials.") { Budget }, RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        var platform = await Declarations.ReadAsync(session);
        var (usage, book) = (platform.Usage!, PriceBook.Current);
        var estimate = CostEstimate.Of(platform.Resources, usage, book);
        var budget = parsed.GetResult(Budget) is null ? (decimal?)null : parsed.GetValue(Budget) ?? usage.Budget.High;
        if (session.Json) PrintJson(session, estimate, book, budget);
        else CostView.Write(session.Terminal.Answer, session.Stack, estimate, book);
        if (book.Age(session.Time.GetUtcNow()) is > PriceBook.MostDays and var age)
            session.Say($"warning: the prices were last looked through {age} days ago; after {PriceBook.MostDays} they may be wrong.");
        if (budget is not { } most) return ExitCode.Ok;
        var (low, likely, high) = (estimate.Total.Low, estimate.Total.Likely, estimate.Total.High);
        if (likely <= most)
        {
            session.Say(
                $"Within the budget of {CostView.Usd(most)} USD{(high > most ? $", but for busy months ({CostView.Usd(high)})" : "")}.");
            return ExitCode.Ok;
        }

        ErrorView.Write(
            session.Terminal,
            $"The assumed month costs {CostView.Usd(likely)} USD ({CostView.Usd(low)} to {CostView.Usd(high)}), more than "
                + $"the budget of {CostView.Usd(most)}.", $"./pipai cost --stack {session.Stack}");
        return ExitCode.Policy;
    }

    private static decimal? Sum(ArgumentResult given)
    {
        if (given.Tokens.Count == 0) return null;
        if (decimal.TryParse(given.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd)) return usd;
        given.AddError($"'{given.Tokens[0].Value}' is no sum of US dollars, such as 629.");
        return null;
    }

    private static void PrintJson(Session session, CostEstimate estimate, PriceBook book, decimal? budget) => session.PrintJson(new
    {
        stack = session.Stack,
        currency = "USD",
        monthly = estimate.Total,
        budget,
        concerns = estimate.ByConcern.ToDictionary(entry => entry.Concern, entry => entry.Monthly),
        lines = estimate.Lines,
        savings = estimate.Savings,
        notCounted = estimate.NotCounted,
        excluded = CostEstimate.Excluded,
        prices = new
        {
            compiled = book.Compiled,
            used = estimate.Lines.Select(line => line.Price).Distinct().Order(StringComparer.Ordinal).Select(id => book.Prices[id]),
        },
    });
}
