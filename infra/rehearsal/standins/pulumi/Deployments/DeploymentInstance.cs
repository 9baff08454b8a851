namespace Pulumi;

/// <summary>The deployment that runs: what it is, and the functions that it may call.</summary>
public sealed class DeploymentInstance
{
    internal DeploymentInstance(Deployment deployment) => Deployment = deployment;

    /// <summary>The stack's name.</summary>
    public string StackName => Deployment.Settings.Stack;

    /// <summary>The project's name.</summary>
    public string ProjectName => Deployment.Settings.Project;

    /// <summary>The organization's name.</summary>
    public string OrganizationName => Deployment.Settings.Organization;

    /// <summary>The folder of Pulumi.yaml.</summary>
    /// <exception cref="InvalidOperationException">The engine does not tell it.</exception>
    public string RootDirectory => Deployment.Settings.RootDirectory ?? throw new InvalidOperationException(
        "The Pulumi CLI version does not support root directory. Please update the Pulumi CLI.");

    /// <summary>True in a preview: nothing is changed, and outputs of new resources stay unknown.</summary>
    public bool IsDryRun => Deployment.Settings.IsDryRun;

    internal Deployment Deployment { get; }

    /// <summary>Calls a function when its arguments are known.</summary>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        new(Deployment.Functions.InvokeOutputAsync<T>(token, args, options));

    /// <summary>Calls a function when its arguments are known and the resources it depends on are there.</summary>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
        new(Deployment.Functions.InvokeOutputAsync<T>(token, args, options));

    /// <summary>Calls a function that returns one value.</summary>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        Invoke<System.Collections.Immutable.ImmutableDictionary<string, T>>(token, args, options).Apply(results => results.Values.First());

    /// <summary>Calls a function that returns one value.</summary>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
        Invoke<System.Collections.Immutable.ImmutableDictionary<string, T>>(token, args, options).Apply(results => results.Values.First());

    /// <summary>Calls a function now.</summary>
    public Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        Deployment.Functions.InvokeAsync<T>(token, args, options);

    /// <summary>Calls a function that returns one value, now.</summary>
    public async Task<T> InvokeSingleAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null)
    {
        var results = await Deployment.Functions
            .InvokeAsync<System.Collections.Immutable.ImmutableDictionary<string, T>>(token, args, options).ConfigureAwait(false);
        return results.Values.First();
    }

    /// <summary>Calls a function now, for what it does.</summary>
    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null) =>
        Deployment.Functions.InvokeAsync<object?>(token, args, options);

    /// <summary>Calls a method of a resource.</summary>
    public Output<T> Call<T>(string token, CallArgs args, Resource? self = null, CallOptions? options = null) =>
        new(Deployment.Functions.CallAsync<T>(token, args, self, options));

    /// <summary>Calls a method of a resource, for what it does.</summary>
    public void Call(string token, CallArgs args, Resource? self = null, CallOptions? options = null) =>
        _ = Call<object?>(token, args, self, options);

    /// <summary>Registers a transform of all function calls that come after it.</summary>
    public void RegisterInvokeTransform(InvokeTransform transform) => Deployment.Track(Deployment.Transforms.RegisterAsync(transform));
}
