using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Faults;
using PipAi.Pipeline.Tests.Platform;
using PipAi.Testing;
using PipAi.Workers.Pipeline.Storage;

namespace PipAi.Pipeline.Tests.Storage;

public sealed class DocumentStoreTests : IClassFixture<LocalStorage>, IDisposable
{
    private readonly LocalStorage storage;
    private readonly RegionalS3Clients clients;
    private readonly DocumentClient store;
    private readonly string key = $"documents/{Guid.NewGuid():N}/a.txt";

    public DocumentStoreTests(LocalStorage storage)
    {
        this.storage = storage;
        clients = new RegionalS3Clients(storage.Address, identity: null);
        // Slowed down: a busy machine is no region that hangs.
        store = Store(new HurriedTime(1 / 8.0));
    }

    public void Dispose() => clients.Dispose();

    [Fact]
    public async Task The_primary_region_is_read_first()
    {
        await storage.PutAsync(LocalStorage.Primary, key, "from primary", "text/x-own");
        await storage.PutAsync(LocalStorage.Second, key, "from second");
        var document = await ReadAsync();
        Assert.Equal(
            ("from primary", "text/x-own", LocalStorage.Primary),
            (Encoding.UTF8.GetString(document.Body), document.ContentType, document.Region));
    }

    public static TheoryData<string> Breakdowns => ["dark", "status:500", "status:503", "status:403", "lose-answer"];

    [Theory]
    [MemberData(nameof(Breakdowns))]
    public async Task A_region_that_does_not_serve_is_passed_over(string effect)
    {
        await storage.PutAsync(LocalStorage.Second, key, "from second");
        using (storage.Break(LocalStorage.Primary, Effect(effect)))
        {
            Assert.Equal(LocalStorage.Second, (await ReadAsync()).Region);
            Assert.Equal(LocalStorage.Second, await WriteAsync());
        }
    }

    [Fact]
    public async Task A_hanging_region_costs_four_seconds_once_and_not_for_every_document()
    {
        await storage.PutAsync(LocalStorage.Second, key, "from second");
        const int many = 100;
        var time = new FakeTimeProvider();
        var patient = Store(time);
        int Asked() => many - storage.Faults.Faults.Single().Times!.Value;
        using (storage.Break(LocalStorage.Primary, new FaultEffect.Hang(), times: many))
        {
            var reading = patient.ReadAsync(key, 1000, TestContext.Current.CancellationToken);
            await Eventually.TrueAsync(() => Task.FromResult(Asked() == 1));
            time.Advance(TimeSpan.FromSeconds(3.9));
            Assert.False(reading.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(0.1));
            Assert.Equal(LocalStorage.Second, (await reading).Region);

            Assert.Equal(LocalStorage.Second, (await patient.ReadAsync(key, 1000, TestContext.Current.CancellationToken)).Region);
            Assert.Equal(
                LocalStorage.Second,
                await patient.WriteAsync(key, "written"u8.ToArray(), "text/plain", TestContext.Current.CancellationToken));
            Assert.Equal(1, Asked());
        }
    }

    [Fact]
    public async Task A_document_that_only_a_replica_has_is_found()
    {
        await storage.PutAsync(LocalStorage.Third, key, "from third");
        Assert.Equal(LocalStorage.Third, (await ReadAsync()).Region);
    }

    [Fact]
    public async Task A_document_that_no_region_has_is_missing() =>
        Assert.Equal(
            $"The document '{key}' is in none of the buckets: us-east-1, us-east-2, us-west-2 answered that it does not exist. Upload "
                + $"it, then start again.",
            (await Assert.ThrowsAsync<DocumentMissingException>(ReadAsync)).Message);

    [Fact]
    public async Task A_document_is_not_called_missing_while_a_region_is_silent()
    {
        using (storage.Break(LocalStorage.Primary, new FaultEffect.Status(503)))
        {
            var failure = await Assert.ThrowsAsync<StorageUnavailableException>(ReadAsync);
            Assert.Contains($"No region could read '{key}'", failure.Message, StringComparison.Ordinal);
            Assert.Contains("us-east-1 answered 503", failure.Message, StringComparison.Ordinal);
            Assert.Contains("us-east-2 does not have it (yet)", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_passing_fault_is_waited_out()
    {
        await storage.PutAsync(LocalStorage.Primary, key, "from primary");
        using (storage.Break(LocalStorage.Primary, new FaultEffect.Status(503), times: 1))
            Assert.Equal(LocalStorage.Primary, (await ReadAsync()).Region);
    }

    [Fact]
    public async Task A_write_that_no_region_takes_names_them_all()
    {
        using var one = storage.Break(LocalStorage.Primary, new FaultEffect.Dark());
        using var two = storage.Break(LocalStorage.Second, new FaultEffect.Status(500));
        using var three = storage.Break(LocalStorage.Third, new FaultEffect.Status(503));
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(WriteAsync);
        Assert.All(storage.Buckets, bucket => Assert.Contains(bucket.Region, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_written_can_be_read()
    {
        Assert.Equal(LocalStorage.Primary, await WriteAsync());
        Assert.Equal("written", await storage.ReadAsync(LocalStorage.Primary, key));
    }

    [Fact]
    public async Task A_document_that_is_too_large_is_not_read()
    {
        await storage.PutAsync(LocalStorage.Primary, key, new string('x', 1001));
        var failure = await Assert.ThrowsAsync<DocumentTooLargeException>(
            () => store.ReadAsync(key, 1000, TestContext.Current.CancellationToken));
        Assert.Equal($"The document '{key}' has 1,001 bytes; at most 1,000 are taken.", failure.Message);
    }

    [Fact]
    public async Task A_reader_that_is_cancelled_stops()
    {
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        using (storage.Break(LocalStorage.Primary, new FaultEffect.Hang()))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadAsync(key, 1000, cancelled.Token));
    }

    private DocumentClient Store(TimeProvider time) => new(storage.Buckets, clients, time, NullLogger<DocumentClient>.Instance);

    private static FaultEffect Effect(string text) =>
        FaultEffect.TryParse(text, out var effect) ? effect : throw new ArgumentException(text);

    private Task<StoredDocument> ReadAsync() => store.ReadAsync(key, 1_000_000, TestContext.Current.CancellationToken);

    private Task<string> WriteAsync() => store.WriteAsync(key, "written"u8.ToArray(), "text/plain", TestContext.Current.CancellationToken);
}
