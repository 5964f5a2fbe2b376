# The terminal command in a container: `docker build --tag kong-routes .`, then
# `docker run --rm --volume "$PWD:/work" kong-routes check .`
FROM node:22-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --include=dev --no-audit --no-fund
COPY esbuild.mjs tsconfig.json ./
COPY scripts scripts
COPY grammar grammar
COPY server server
COPY client client
RUN node esbuild.mjs

FROM node:22-slim
COPY package.json LICENSE /opt/kong-routes/
COPY docs/problems.md /opt/kong-routes/docs/
COPY --from=build /build/dist/*.cjs /build/dist/*.wasm /build/dist/THIRD-PARTY-LICENSES.txt /opt/kong-routes/dist/
RUN rm /opt/kong-routes/dist/client*.cjs && ln -s /opt/kong-routes/dist/cli.cjs /usr/local/bin/kong-routes && chmod +x /opt/kong-routes/dist/cli.cjs
USER node
WORKDIR /work
ENTRYPOINT ["kong-routes"]
