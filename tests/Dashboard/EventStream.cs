using System.Text.Json;

namespace PipAi.Dashboard.Tests;

/// <summary>A client of server-sent events, as strict as a browser.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly StreamReader reader;

    private EventStream(HttpClient http, StreamReader reader) => (this.http, this.reader) = (http, reader);

    /// <summary>Opens it, after the last message that was received.</summary>
    public static async Task<EventStream> OpenAsync(Uri address, string? last = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        if (last is not null) request.Headers.Add("Last-Event-ID", last);
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        var stream = new EventStream(http, new StreamReader(await answer.Content.ReadAsStreamAsync()));
        Assert.Equal("retry: 1000", await stream.LineAsync());
        return stream;
    }

    /// <summary>The next line that is not empty; null at the end.</summary>
    public async Task<string?> LineAsync()
    {
        // One that waits for what will not come fails, and does not hang.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (await reader.ReadLineAsync(patience.Token) is { } line)
            if (line.Length > 0) return line;
        return null;
    }

    /// <summary>The next message.</summary>
    public async Task<(string Kind, string Id, JsonElement Data)> NextAsync()
    {
        var (id, kind, data) = (await LineAsync(), await LineAsync(), await LineAsync());
        Assert.StartsWith("id: ", id, StringComparison.Ordinal);
        Assert.StartsWith("event: ", kind, StringComparison.Ordinal);
        Assert.StartsWith("data: ", data, StringComparison.Ordinal);
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        return (kind!["event: ".Length..], id!["id: ".Length..], JsonDocument.Parse(data!["data: ".Length..]).RootElement);
    }

    /// <summary>Kind and id of the next messages.</summary>
    public async Task<(string Kind, string Id)[]> TakeAsync(int count)
    {
        var taken = new (string, string)[count];
        for (var index = 0; index < count; index++)
        {
            var (kind, id, _) = await NextAsync();
            taken[index] = (kind, id);
        }

        return taken;
    }

    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        http.Dispose();
        return ValueTask.CompletedTask;
    }
}
