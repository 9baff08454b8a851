namespace PipAi.Workers.Unstructured;

/// <summary>A request that is answered with an error the sender can do something about, as <c>{"detail": message}</c>.</summary>
internal sealed class RefusedException(int status, string detail) : Exception(detail)
{
    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; } = status;

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
