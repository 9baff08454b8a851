namespace PipAi.Operations.Documents;

/// <summary>The platform took the document and could not turn it into elements.</summary>
internal sealed class DocumentFailedException(string fileName, string reason, Exception? inner = null)
    : Exception($"'{fileName}' could not be processed: {reason}", inner);
