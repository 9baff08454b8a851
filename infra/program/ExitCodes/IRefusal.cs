namespace PipAi.Infra.ExitCodes;

/// <summary>A reason for which the program declares nothing; Pulumi has told it by the time the program ends.</summary>
internal interface IRefusal
{
    /// <summary>What the process exits with where the engine reads exit codes: Pulumi's numbers for kinds of mistakes.</summary>
    int ExitCode { get; }
}
