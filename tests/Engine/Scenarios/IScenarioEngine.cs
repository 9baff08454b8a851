namespace PipAi.Engine.Tests.Scenarios;

/// <summary>An engine that carries out the commands of a scenario on a stack of its own.</summary>
internal interface IScenarioEngine
{
    /// <summary>The project's folder.</summary>
    string Folder { get; }

    /// <summary>Lines of the stack's settings file that the engine needs itself.</summary>
    string Settings { get; }

    /// <summary>Carries out a command.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="program">The program at that time.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<ScenarioOutcome> RunAsync(ScenarioCommand command, ScenarioProgram program, CancellationToken cancellation);
}

/// <summary>What a command came to.</summary>
/// <param name="Succeeded">Whether it did all it had to do.</param>
/// <param name="Steps">Operation and URN of each step; those that failed say so.</param>
/// <param name="Said">All that was said.</param>
/// <param name="Complaints">What of it were errors and warnings.</param>
internal sealed record ScenarioOutcome(
    bool Succeeded, IReadOnlyList<(string Op, string Urn, bool Failed)> Steps, string Said, IReadOnlyList<Complaint> Complaints);
