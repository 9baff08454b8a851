using Pulumi;

namespace PipAi.Pulumi.Tests.Things;

/// <summary>A provider resource of the test package.</summary>
internal sealed class TestProvider(string name) : ProviderResource("test", name, ResourceArgs.Empty, null);
