using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Unstructured.Tests.Settings;

/// <summary>How much processor time a document may take.</summary>
public sealed class PartitionLimitsTests
{
    private const long Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(0, 10)]
    [InlineData(Mebibyte, 40)]
    [InlineData(Mebibyte / 2, 25)]
    [InlineData(50 * Mebibyte, 1510)]
    public void Each_mebibyte_adds_to_what_every_document_has(long bytes, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new PartitionLimits().ProcessorTime(bytes));
}
