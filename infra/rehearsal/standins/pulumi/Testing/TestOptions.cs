namespace Pulumi.Testing;

/// <summary>What the deployment of a test is.</summary>
public class TestOptions
{
    /// <summary>The project's name; <c>project</c> without it.</summary>
    public string? ProjectName { get; set; }

    /// <summary>The folder of Pulumi.yaml.</summary>
    public string? RootDirectory { get; set; }

    /// <summary>The stack's name; <c>stack</c> without it.</summary>
    public string? StackName { get; set; }

    /// <summary>Whether it is a preview; it is one without it.</summary>
    public bool? IsPreview { get; set; }

    /// <summary>The organization's name; <c>organization</c> without it.</summary>
    public string? OrganizationName { get; set; }
}
