using System.Runtime.CompilerServices;
using PipAi.Workers.Contracts.Elements;
using PipAi.Workers.Unstructured.Elements;
using PipAi.Workers.Unstructured.Formats;
using PipAi.Workers.Unstructured.Refusals;
using PipAi.Workers.Unstructured.Requests;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>One document in, its elements out: finds the format and has the right partitioner read it.</summary>
internal sealed class Partitioner(PartitionLimits limits, ILogger<Partitioner> log)
{
    /// <summary>Partitions a document.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="fileName">Its name.</param>
    /// <param name="declared">The media type its sender gave, or null.</param>
    /// <param name="parameters">What the request asks for.</param>
    /// <param name="cancellation">Ends the work between two pages or blocks.</param>
    /// <exception cref="RequestRejectedException">It cannot be read; the message is for the sender.</exception>
    public IReadOnlyList<Element> Partition(
        byte[] body, string fileName, string? declared, PartitionParameters parameters, CancellationToken cancellation)
    {
        var name = Path.GetFileName(fileName);
        var format = FormatSniffer.Sniff(body, name, parameters.ContentType ?? declared);
        var pieces = Read(format, body, name, parameters, cancellation);
        return new ElementAssembler(name, MediaTypes.Of(format), parameters, WithTables(format, parameters)).Assemble(pieces);
    }

    private static bool WithTables(FileFormat format, PartitionParameters parameters) =>
        !parameters.PlainTableTypes.Contains(MediaTypes.ShortName(format)) && (format != FileFormat.Pdf || parameters.PdfTables);

    private IReadOnlyList<RawElement> Read(
        FileFormat format, byte[] body, string name, PartitionParameters parameters, CancellationToken cancellation)
    {
        try
        {
            return format switch
            {
                FileFormat.Text => TextPartitioner.Partition(TextDecoder.Decode(body, parameters.Encoding), cancellation),
                FileFormat.Markdown => MarkdownPartitioner.Partition(TextDecoder.Decode(body, parameters.Encoding), cancellation),
                FileFormat.Html => HtmlPartitioner.Partition(body, parameters.Encoding, cancellation),
                FileFormat.Pdf => PdfPartitioner.Partition(body, limits, log, cancellation),
                FileFormat.Docx => DocxPartitioner.Partition(body, limits, cancellation),
            };
        }
        catch (InsufficientExecutionStackException)
        {
            throw RequestRejectedException.Unreadable("File is nested too deeply.");
        }
        catch (Exception failure) when (failure is not (RequestRejectedException or OperationCanceledException or OutOfMemoryException))
        {
            // The libraries answer damaged files with exceptions of every kind; a mistake of ours would land here, too, so log it whole.
            log.LogWarning(failure, "{Name} cannot be read as {Format}", name, format);
            throw RequestRejectedException.Unreadable(format switch
            {
                FileFormat.Pdf => "File does not appear to be a valid PDF",
                FileFormat.Docx => "File is not a valid docx",
                FileFormat.Text or FileFormat.Markdown or FileFormat.Html => "File could not be parsed.",
            });
        }
    }

    /// <summary>Call where partitioners descend into nested structures: a document must not overflow the stack.</summary>
    internal static void GuardDepth() => RuntimeHelpers.EnsureSufficientExecutionStack();
}
