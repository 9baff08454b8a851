namespace Pulumi;

/// <summary>A resource that a provider looks after: it is created, read, updated and deleted in a cloud.</summary>
public class CustomResource : Resource
{
    /// <summary>Declares a resource of a type, under a name that is unique among its kind.</summary>
    public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : base(type, name, custom: true, args ?? ResourceArgs.Empty, options ?? new CustomResourceOptions())
    {
    }

    /// <summary>Declares a resource of a package that has to be registered first.</summary>
    public CustomResource(
        string type,
        string name,
        ResourceArgs? args,
        CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null)
        : base(
            type,
            name,
            custom: true,
            args ?? ResourceArgs.Empty,
            options ?? new CustomResourceOptions(),
            package: registerPackageRequest)
    {
    }

    private protected CustomResource()
    {
    }

    /// <summary>The provider's id of the resource; unknown until it is there.</summary>
    [Output("id")]
    public Output<string> Id { get; private protected set; } = null!;
}
