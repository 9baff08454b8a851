namespace Pulumi;

/// <summary>What a resource takes: a value that is there already, or an output of another resource.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public class Input<T> : IInput
{
    private protected Output<T> output;

    private protected Input(Output<T> output) => this.output = output ?? throw new ArgumentNullException(nameof(output));

    /// <summary>A value that is there already.</summary>
    public static implicit operator Input<T>(T value) => Output.Create(value);

    /// <summary>An output.</summary>
    public static implicit operator Input<T>(Output<T> value) => new(value);

    /// <summary>The input as an output.</summary>
    public static implicit operator Output<T>(Input<T> input) => input.output;

    IOutput IInput.ToOutput() => output;
}
