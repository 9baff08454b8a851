using Pulumi;

namespace PipAi.Pulumi.Tests.Things;

/// <summary>A component with one thing in it for each name.</summary>
internal sealed class Group : ComponentResource
{
    public Group(string name, IEnumerable<string> members, ComponentResourceOptions? options = null)
        : base("test:group:Group", name, options)
    {
        Members = [.. members.Select(member => new Thing($"{name}-{member}", new() { Label = member }, new() { Parent = this }))];
        First = Members[0].Label;
        RegisterOutputs();
    }

    public IReadOnlyList<Thing> Members { get; }

    [Output("first")]
    public Output<string> First { get; private set; }
}
