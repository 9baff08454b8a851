namespace Pulumi.Testing;

/// <summary>Stands for all providers when a program runs under test.</summary>
public interface IMocks
{
    /// <summary>Answers a registration or read with the resource's id and its outputs (a dictionary).</summary>
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    /// <summary>Answers a function or method with its result (a dictionary).</summary>
    Task<object> CallAsync(MockCallArgs args);

    /// <summary>Hears of the outputs of a component or of the stack.</summary>
    Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;
}
