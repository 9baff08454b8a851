using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>Serves a scenario's provider, and to the Pulumi CLI also its program, on one port.</summary>
internal sealed class ScenarioServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private ScenarioServer(ScenarioCloud cloud, ScenarioLanguage language)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(cloud);
        builder.Services.AddSingleton(language);
        builder.Services.AddSingleton(new ScenarioProvider(cloud));
        application = builder.Build();
        application.UseRouting();
        application.MapGrpcService<ScenarioProvider>();
        application.MapGrpcService<ScenarioLanguage>();
    }

    /// <summary>Host and port.</summary>
    public string Address { get; private set; } = "";

    public static async Task<ScenarioServer> StartAsync(ScenarioCloud cloud, ScenarioLanguage language)
    {
        var server = new ScenarioServer(cloud, language);
        await server.application.StartAsync();
        var address = server.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Address = new Uri(address).Authority;
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(0);
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
    }
}
