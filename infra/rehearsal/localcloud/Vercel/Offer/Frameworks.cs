using System.Collections.Immutable;

namespace PipAi.LocalCloud.Vercel.Offer;

/// <summary>The frameworks that Vercel knows (July 2026).</summary>
internal static class Frameworks
{
    private const string Names =
        "container blitzjs nextjs gatsby remix react-router astro hexo eleventy docusaurus-2 docusaurus preact solidstart-1 solidstart "
            + "dojo ember vue "
        + "scully ionic-angular angular polymer svelte sveltekit sveltekit-1 ionic-react create-react-app gridsome umijs sapper saber "
            + "stencil nuxtjs "
        + "redwoodjs hugo jekyll brunch middleman zola hydrogen vite tanstack-start vitepress vuepress parcel fastapi flask fasthtml "
            + "django sanity "
        + "sanity-v2 storybook nitro hono express h3 koa nestjs elysia fastify xmcp python ruby rust axum actix-web bun node go services "
            + "mastra";

    /// <summary>Their slugs.</summary>
    public static ImmutableArray<string> All { get; } = [.. Names.Split(' ')];
}
