using System.IO.Compression;
using System.Xml;
using PipAi.Workers.Unstructured.Refusals;

namespace PipAi.Workers.Unstructured.Formats;

/// <summary>
/// Refuses Office files whose XML is nested absurdly deep before a tree is built of it, which takes time that grows with the square
/// of the depth. Word itself nests tables 30 times at most.
/// </summary>
internal static class XmlNesting
{
    private const int Deepest = 1000;
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = false };

    /// <summary>Reads the XML of all parts once.</summary>
    /// <exception cref="RequestRejectedException">It is nested too deeply (422).</exception>
    public static void Refuse(ZipArchive archive, CancellationToken cancellation)
    {
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)))
        {
            cancellation.ThrowIfCancellationRequested();
            using var part = entry.Open();
            using var xml = XmlReader.Create(part, Settings);
            try
            {
                while (xml.Read())
                    if (xml.Depth > Deepest) throw RequestRejectedException.Unreadable("File is nested too deeply.");
            }
            catch (XmlException)
            {
                // Whether the damaged part matters, those find out who need it.
            }
        }
    }
}
