using Temporalio.Client;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>A Temporal server to which facts are held: our own, or Temporal's.</summary>
public interface IServedTemporal
{
    TemporalClient Client { get; }

    string Namespace { get; }
}
