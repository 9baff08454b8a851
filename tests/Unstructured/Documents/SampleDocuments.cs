using System.Runtime.CompilerServices;

namespace PipAi.Unstructured.Tests.Documents;

/// <summary>The documents that the end-to-end test and the README use, too.</summary>
internal static class SampleDocuments
{
    public static byte[] Read(string name, [CallerFilePath] string here = "") =>
        File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "EndToEnd", "Documents", name));
}
