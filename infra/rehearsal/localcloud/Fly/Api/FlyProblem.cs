namespace PipAi.LocalCloud.Fly.Api;

/// <summary>A refusal of the Machines API.</summary>
/// <param name="code">HTTP status.</param>
/// <param name="message">Text of the body's <c>error</c>.</param>
/// <param name="status">The body's <c>status</c>: <c>unknown, insufficient_capacity, name_taken</c>; left out when null.</param>
internal sealed class FlyProblem(int code, string message, string? status = null) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public int Code => code;

    /// <summary>The body's <c>status</c>.</summary>
    public string? Status => status;

    /// <summary>There is no such thing.</summary>
    public static FlyProblem NotFound(string what) => new(404, $"{what} not found");

    /// <summary>A value the API refuses.</summary>
    public static FlyProblem Invalid(string message) => new(400, message);

    /// <summary>The thing is not in a state for that.</summary>
    public static FlyProblem Precondition(string message) => new(412, $"failed_precondition: {message}");
}
