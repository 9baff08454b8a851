namespace PipAi.Workers.Unstructured.Processes;

/// <summary>The first byte of what a child process answers.</summary>
internal enum AnswerKind : byte
{
    /// <summary>It has started and waits for documents.</summary>
    Ready = 1,

    /// <summary>The elements as JSON follow.</summary>
    Elements = 2,

    /// <summary>The HTTP status and the reason follow.</summary>
    Refusal = 3,

    /// <summary>The document needs more memory than the process may have, which ends now.</summary>
    OutOfMemory = 4,

    /// <summary>A mistake of ours; its text follows.</summary>
    Failure = 5,
}
