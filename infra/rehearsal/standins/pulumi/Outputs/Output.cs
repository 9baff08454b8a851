using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// A value that will be there later, from a resource or computed from such values. It remembers the resources that it comes
/// from, and whether it is secret; both pass on to everything computed from it.
/// </summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class Output<T> : IOutput
{
    internal Output(Task<Resolved<T>> resolution)
    {
        Resolution = resolution;
        // A failure in a computation that nothing waits for must still fail the program.
        ProgramContext.Current?.Tasks.Add(resolution);
    }

    internal Task<Resolved<T>> Resolution { get; }

    /// <summary>An output of a value that a task gives.</summary>
    public static Output<T> Create(Task<T> value) => From(value, isSecret: false);

    /// <summary>Computes a value from this one when it is there; in a preview it may never be.</summary>
    public Output<TResult> Apply<TResult>(Func<T, TResult> func)
    {
        return new Output<TResult>(RunAsync());

        async Task<Resolved<TResult>> RunAsync()
        {
            var source = await Resolution.ConfigureAwait(false);
            return source.IsKnown ? source.With(func(source.Value)) : source.With(default(TResult)!);
        }
    }

    /// <summary>Computes a value from this one by a task.</summary>
    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func)
    {
        return new Output<TResult>(RunAsync());

        async Task<Resolved<TResult>> RunAsync()
        {
            var source = await Resolution.ConfigureAwait(false);
            return source.With(source.IsKnown ? await func(source.Value).ConfigureAwait(false) : default!);
        }
    }

    /// <summary>Does something with this value when it is there.</summary>
    public Output<ValueTuple> Apply(Func<T, Task> func)
    {
        return Apply(RunAsync);

        async Task<ValueTuple> RunAsync(T value)
        {
            await func(value).ConfigureAwait(false);
            return default;
        }
    }

    /// <summary>Computes an input from this value; its marks join those of this one.</summary>
    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func) => Apply(value => func(value).ToOutput());

    /// <summary>Computes an output from this value; its marks join those of this one.</summary>
    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func)
    {
        return new Output<TResult>(RunAsync());

        async Task<Resolved<TResult>> RunAsync()
        {
            var source = await Resolution.ConfigureAwait(false);
            if (!source.IsKnown) return source.With(default(TResult)!);
            if (func(source.Value) is not { } inner) return source.With(default(TResult)!);
            var result = await inner.Resolution.ConfigureAwait(false);
            return result with
            {
                IsSecret = source.IsSecret || result.IsSecret,
                Resources = source.Resources.Union(result.Resources),
            };
        }
    }

    /// <summary>Computes an output from this value without knowing its type.</summary>
    public Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func) => Apply(value => func(value));

    /// <summary>A text that explains why there is no value here: a value exists in the functions given to Apply only.</summary>
    public override string ToString()
    {
        const string message = """
            Calling [ToString] on an [Output<T>] is not supported: its value is known later.
            To build text from it:
              1. output.Apply(value => $"prefix{value}suffix")
              2. Output.Format($"prefix{output}suffix")
            See https://www.pulumi.com/docs/concepts/inputs-outputs
            """;
        if (Environment.GetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING") is "1" or "true" or "TRUE" or "True")
            throw new InvalidOperationException(message);
        ProgramContext.Running.Warn(message);
        return message;
    }

    async Task<Resolved<object?>> IOutput.ResolveAsync()
    {
        var resolved = await Resolution.ConfigureAwait(false);
        return resolved.With<object?>(resolved.Value);
    }

    internal static Output<T> From(Task<T> value, bool isSecret)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new Output<T>(RunAsync());

        async Task<Resolved<T>> RunAsync() => new(await value.ConfigureAwait(false), true, isSecret, []);
    }

    internal Output<T> WithSecret(Task<bool> isSecret)
    {
        return new Output<T>(RunAsync());

        async Task<Resolved<T>> RunAsync() =>
            await Resolution.ConfigureAwait(false) with { IsSecret = await isSecret.ConfigureAwait(false) };
    }

    internal Output<T> WithResources(ImmutableHashSet<IOrigin> resources)
    {
        return new Output<T>(RunAsync());

        async Task<Resolved<T>> RunAsync()
        {
            var source = await Resolution.ConfigureAwait(false);
            return source with { Resources = source.Resources.Union(resources) };
        }
    }

    /// <summary>The value, or another one while it is unknown.</summary>
    internal async Task<T> GetValueAsync(T whenUnknown)
    {
        var resolved = await Resolution.ConfigureAwait(false);
        return resolved.IsKnown ? resolved.Value : whenUnknown;
    }
}
