using PipAi.Workers.Unstructured.Requests;

namespace PipAi.Workers.Unstructured;

/// <summary>A request that is answered with an error the sender can do something about, as <c>{"detail": ...}</c>.</summary>
internal sealed class RefusedException(int status, string detail) : Exception(detail)
{
    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; } = status;

    /// <summary>What the answer says: a sentence, or a list of fields that cannot be read.</summary>
    public object Detail { get; private init; } = detail;

    /// <summary>422: form fields cannot be read.</summary>
    public static RefusedException Invalid(IReadOnlyList<FieldProblem> problems) =>
        new(StatusCodes.Status422UnprocessableEntity, string.Join(" ", problems.Select(problem => problem.Message))) { Detail = problems };

    /// <summary>400: a parameter is wrong.</summary>
    public static RefusedException BadRequest(string detail) => new(StatusCodes.Status400BadRequest, detail);

    /// <summary>400: a kind of file that is not read, in the words of Unstructured's API.</summary>
    public static RefusedException Unsupported(string mediaType) => BadRequest($"File type {mediaType} is not supported.");

    /// <summary>413: too large.</summary>
    public static RefusedException TooLarge(string detail) => new(StatusCodes.Status413PayloadTooLarge, detail);

    /// <summary>422: damaged, or not what it says it is.</summary>
    public static RefusedException Unreadable(string detail) => new(StatusCodes.Status422UnprocessableEntity, detail);

    /// <summary>504: takes longer than this instance gives it; an idle one may manage.</summary>
    public static RefusedException TooSlow(TimeSpan limit) =>
        new(StatusCodes.Status504GatewayTimeout, $"File takes longer than {limit.TotalSeconds:0} s to partition.");

    /// <summary>422: needs a password, in the words of Unstructured's API.</summary>
    public static RefusedException Encrypted() => Unreadable("File is encrypted. Please decrypt it with password.");
}
