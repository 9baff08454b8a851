using System.Net;

namespace PipAi.Providers.Fly.Settings;

/// <summary>What the provider takes from the machine it runs on. Tests put their own in.</summary>
internal sealed record FlyProviderEnvironment
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Folder that relative paths start from: the program's.</summary>
    public string Directory { get; init; } = System.Environment.CurrentDirectory;

    /// <summary>A number from 0 up to 1, to spread repeated requests over time.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>Makes the value of a secret that is given none; null for the way of <c>SecretValue</c>.</summary>
    public Func<string>? Secret { get; init; }

    /// <summary>Cookies keep a run on one of Fly's API servers, which makes it see its own changes sooner.</summary>
    public Func<HttpMessageHandler> Http { get; init; } = () => new SocketsHttpHandler
    {
        UseCookies = true,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    };
}
