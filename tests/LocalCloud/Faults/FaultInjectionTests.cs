using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Tests.Faults;

public sealed class FaultInjectionTests : IAsyncLifetime
{
    private readonly FaultRegistry board = new();
    private readonly HttpClient http = new();
    private readonly TaskCompletionSource<Task> atTheGate = new();
    private LoopbackServer? server;
    private int served;

    public async ValueTask InitializeAsync()
    {
        var gate = new FaultInjection(board, TimeProvider.System);
        server = await LoopbackServer.StartAsync(
            new LoopbackServerOptions { Service = "s3", Port = 0, Loggers = NullLoggerFactory.Instance }, _ => { },
            application => application.Run(context =>
            {
                var passing = gate.PassAsync(context, board.Match("s3", null, "Get"), () =>
                {
                    served++;
                    return context.Response.WriteAsync("served");
                }, _ => context.Response.WriteAsync("refused"));
                atTheGate.TrySetResult(passing);
                return passing;
            }),
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Dark_drops_the_connection_and_serves_nothing()
    {
        Script(new FaultEffect.Dark());
        await Assert.ThrowsAsync<HttpRequestException>(GetAsync);
        Assert.Equal(0, served);
    }

    [Fact]
    public async Task A_lost_answer_was_served()
    {
        Script(new FaultEffect.LoseAnswer());
        await Assert.ThrowsAsync<HttpRequestException>(GetAsync);
        Assert.Equal(1, served);
    }

    [Fact]
    public async Task A_status_is_answered_with_its_retry_after()
    {
        Script(new FaultEffect.Status(503, TimeSpan.FromSeconds(7)));
        using var response = await GetAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "7", "refused"), (response.StatusCode, response.Headers.RetryAfter!.ToString(),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(0, served);
    }

    [Fact]
    public async Task Lag_delays_the_service()
    {
        Script(new FaultEffect.Lag(TimeSpan.FromMilliseconds(200)));
        var started = Stopwatch.GetTimestamp();
        using var response = await GetAsync();
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(190));
        Assert.Equal(1, served);
    }

    [Fact]
    public async Task A_hanging_request_is_served_when_the_fault_goes()
    {
        var fault = Script(new FaultEffect.Hang());
        var request = GetAsync();
        var passing = await atTheGate.Task;
        board.Remove(Script(new FaultEffect.Hang()).Id);
        Assert.Equal((false, 0), (passing.IsCompleted, served));
        board.Remove(fault.Id);
        using var response = await request;
        Assert.Equal((HttpStatusCode.OK, 1), (response.StatusCode, served));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server!.DisposeAsync();
    }

    private Fault Script(FaultEffect effect) => board.Add(new Fault { Service = "s3", Effect = effect });

    private Task<HttpResponseMessage> GetAsync() =>
        http.GetAsync(new Uri($"http://127.0.0.1:{server!.Port}/"), TestContext.Current.CancellationToken);
}
