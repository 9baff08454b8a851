using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Faults;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Who may call, how often, and under which faults.</summary>
internal sealed class FlyGuards(string token, RateLimiter limiter, FaultInjection gate, ILogger log)
{
    private static readonly string[] Schemes = ["Bearer ", "FlyV1 "];

    /// <summary>Rate limits.</summary>
    public RateLimiter Limiter => limiter;

    /// <summary>Applies faults.</summary>
    public FaultInjection Gate => gate;

    /// <summary>Log of the service.</summary>
    public ILogger Log => log;

    /// <summary>Whether an Authorization header shows the organisation's token, with either scheme.</summary>
    public bool IsKnown(string authorization) => Schemes.Any(scheme =>
        authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(authorization[scheme.Length..].Trim()), Encoding.UTF8.GetBytes(token)));
}
