using PipAi.Packages.Codegen.Schema;

namespace PipAi.Packages.Codegen.CSharp;

/// <summary>Which nested objects are used as inputs, in lookups and as outputs: only those get a class there.</summary>
internal sealed class ReachedObjects(PackageDefinition package)
{
    /// <summary>The objects reached in one usage, by token.</summary>
    public IEnumerable<ObjectDefinition> In(TypeUsage usage)
    {
        var reached = new HashSet<string>();
        foreach (var resource in package.Resources.Append(package.Provider))
        {
            var properties = usage switch
            {
                TypeUsage.Input => resource.Inputs,
                TypeUsage.State => resource.State,
                // What a provider was configured with comes back as text.
                TypeUsage.Output => resource.IsProvider ? [] : resource.Outputs,
            };
            foreach (var property in properties) Follow(property.Type, reached);
        }

        return reached.Order(StringComparer.Ordinal).Select(token => package.Objects[token]);
    }

    private void Follow(SchemaType type, HashSet<string> reached)
    {
        switch (type)
        {
            case ListType list:
                Follow(list.Element, reached);
                break;
            case MapType map:
                Follow(map.Element, reached);
                break;
            case UnionType union:
                foreach (var member in union.Members) Follow(member, reached);
                break;
            case ObjectReference reference when reached.Add(reference.Token):
                foreach (var property in package.Objects[reference.Token].Properties) Follow(property.Type, reached);
                break;
        }
    }
}
