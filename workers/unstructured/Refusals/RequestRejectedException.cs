namespace PipAi.Workers.Unstructured.Refusals;

/// <summary>A request that is answered with an error the sender can do something about, as <c>{"detail": ...}</c>.</summary>
internal sealed class RequestRejectedException(int status, string detail) : Exception(detail)
{
    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; } = status;

    /// <summary>What the answer says: a sentence, or a list of fields that cannot be read.</summary>
    public object Detail { get; private init; } = detail;

    /// <summary>422: form fields cannot be read.</summary>
    public static RequestRejectedException Invalid(IReadOnlyList<FieldProblem> problems) =>
        new(StatusCodes.Status422UnprocessableEntity, string.Join(" ", problems.Select(problem => problem.Message))) { Detail = problems };

    /// <summary>400: a parameter is wrong.</summary>
    public static RequestRejectedException BadRequest(string detail) => new(StatusCodes.Status400BadRequest, detail);

    /// <summary>400: a kind of file that is not read, in the words of Unstructured's API.</summary>
    public static RequestRejectedException Unsupported(string mediaType) => BadRequest($"File type {mediaType} is not supported.");

    /// <summary>413: too large.</summary>
    public static RequestRejectedException TooLarge(string detail) => new(StatusCodes.Status413PayloadTooLarge, detail);

    /// <summary>422: damaged, or not what it says it is.</summary>
    public static RequestRejectedException Unreadable(string detail) => new(StatusCodes.Status422UnprocessableEntity, detail);

    /// <summary>504: takes longer than this instance gives it; an idle one may manage.</summary>
    public static RequestRejectedException TooSlow(TimeSpan limit) =>
        new(StatusCodes.Status504GatewayTimeout, $"File takes longer than {limit.TotalSeconds:0} s to partition.");

    /// <summary>422: costs more processor time than a document of its size may.</summary>
    public static RequestRejectedException TooMuchProcessorTime(TimeSpan limit) =>
        Unreadable($"File takes more than {limit.TotalSeconds:0} s of processor time to partition.");

    /// <summary>422: needs more memory than a document may.</summary>
    public static RequestRejectedException TooMuchMemory(long limit) =>
        Unreadable($"File takes more than {limit / (1024 * 1024)} MiB of memory to partition.");

    /// <summary>422: has more elements than an answer holds.</summary>
    public static RequestRejectedException TooMuchOutput(long limit) =>
        Unreadable($"File has more than {limit / (1024 * 1024)} MiB of elements.");

    /// <summary>422: the process that read it broke down.</summary>
    public static RequestRejectedException EndedItsProcess() => Unreadable("File ended the process that read it.");

    /// <summary>500: a mistake of ours.</summary>
    public static RequestRejectedException Failed() =>
        new(StatusCodes.Status500InternalServerError, "The service failed; the log of this machine has the reason.");

    /// <summary>422: needs a password, in the words of Unstructured's API.</summary>
    public static RequestRejectedException Encrypted() => Unreadable("File is encrypted. Please decrypt it with password.");
}
