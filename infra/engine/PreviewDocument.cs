namespace EmbeddedPulumi.Engine;

/// <summary>Writes the document of <c>pulumi preview --json</c>.</summary>
internal static class PreviewDocument
{
    public static string Write(PreviewResult result) => "{}";
}
