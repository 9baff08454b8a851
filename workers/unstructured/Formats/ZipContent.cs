using System.IO.Compression;
using PipAi.Workers.Unstructured.Refusals;

namespace PipAi.Workers.Unstructured.Formats;

/// <summary>Looks into zip files: what document they hold, and whether unpacking them is safe.</summary>
internal static class ZipContent
{
    /// <summary>The format of a zip file.</summary>
    /// <exception cref="RequestRejectedException">Damaged (422), or no docx (400).</exception>
    public static FileFormat Format(byte[] body)
    {
        using var archive = Open(body);
        if (archive.GetEntry("word/document.xml") is not null) return FileFormat.Docx;
        throw RequestRejectedException.Unsupported(archive switch
        {
            _ when archive.GetEntry("xl/workbook.xml") is not null => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ when archive.GetEntry("ppt/presentation.xml") is not null =>
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            _ when archive.GetEntry("META-INF/container.xml") is not null => "application/epub+zip",
            _ when archive.GetEntry("content.xml") is not null => "application/vnd.oasis.opendocument.text",
            _ => "application/zip",
        });
    }

    /// <summary>Unpacks every part to nowhere and counts: the sizes that a zip file states may lie.</summary>
    /// <exception cref="RequestRejectedException">It unpacks to more than <paramref name="limit"/> bytes, or is damaged (422).</exception>
    public static void RefuseBombs(byte[] body, long limit, int maxEntries, CancellationToken cancellation)
    {
        using var archive = Open(body);
        if (archive.Entries.Count > maxEntries)
            throw RequestRejectedException.Unreadable($"File has {archive.Entries.Count} parts; at most {maxEntries} are read.");
        var budget = limit;
        var buffer = new byte[81920];
        try
        {
            foreach (var entry in archive.Entries)
            {
                using var part = entry.Open();
                for (int read; (read = part.Read(buffer)) > 0;)
                {
                    cancellation.ThrowIfCancellationRequested();
                    budget -= read;
                    if (budget < 0) throw RequestRejectedException.Unreadable($"File unpacks to more than {limit / (1024 * 1024)} MiB.");
                }
            }

            XmlNesting.Refuse(archive, cancellation);
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            throw RequestRejectedException.Unreadable("File is not a valid docx");
        }
    }

    private static ZipArchive Open(byte[] body)
    {
        try
        {
            var archive = new ZipArchive(new MemoryStream(body, writable: false), ZipArchiveMode.Read);
            _ = archive.Entries.Count; // the directory is read on first use: find out here whether it can be
            return archive;
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            throw RequestRejectedException.Unreadable("File is not a valid docx");
        }
    }

    // Wrong offsets and lengths surface as any of these; so does a compression method that is not supported.
    private static bool IsDamage(Exception failure) =>
        failure is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException;
}
