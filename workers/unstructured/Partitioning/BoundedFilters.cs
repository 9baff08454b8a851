using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>
/// PdfPig's filters, with a budget for what compressed streams may unpack to: each deflated stream is unpacked to nowhere
/// and counted before the library may unpack it into memory.
/// </summary>
/// <param name="budget">Bytes that all streams of one document may unpack to.</param>
internal sealed class BoundedFilters(long budget) : IFilterProvider
{
    private readonly IFilterProvider inner = DefaultFilterProvider.Instance;
    private long spent;

    /// <summary>Refuses the document if its budget was exceeded: the library goes on after an error in one stream.</summary>
    /// <exception cref="RefusedException">It was (422).</exception>
    public void ThrowIfExceeded()
    {
        if (spent > budget) throw RefusedException.Unreadable($"File unpacks to more than {budget / (1024 * 1024)} MiB.");
    }

    /// <inheritdoc/>
    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => [.. inner.GetFilters(dictionary).Select(Bounded)];

    /// <inheritdoc/>
    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => [.. inner.GetNamedFilters(names).Select(Bounded)];

    /// <inheritdoc/>
    public IReadOnlyList<IFilter> GetAllFilters() => [.. inner.GetAllFilters().Select(Bounded)];

    private IFilter Bounded(IFilter filter) => filter is FlateFilter ? new Counted(this, filter) : filter;

    private void Spend(ReadOnlySpan<byte> packed)
    {
        var buffer = new byte[81920];
        using var stream = new ZLibStream(new MemoryStream(packed.ToArray(), writable: false), CompressionMode.Decompress);
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                spent += read;
                ThrowIfExceeded();
            }
        }
        catch (InvalidDataException)
        {
            // Damaged: what the library makes of it is no longer than what was counted until here.
        }
    }

    private sealed class Counted(BoundedFilters bounds, IFilter filter) : IFilter
    {
        public bool IsSupported => filter.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            bounds.Spend(input.Span);
            return filter.Decode(input, streamDictionary, filterProvider, filterIndex);
        }
    }
}
