FROM node:24-slim
WORKDIR /app
COPY package.json package-lock.json ./
# Without the PostgreSQL that a try-out brings along: a container is given its database.
RUN npm ci --omit=dev --omit=optional && npm cache clean --force
COPY . .
RUN mkdir /data && chown node:node /data
USER node
ENV NODE_ENV=production
VOLUME /data
EXPOSE 8080 9464
# The flags of `npm start`; without npm between, signals reach the process.
ENTRYPOINT ["node", "--max-old-space-size=1536", "--max-semi-space-size=16", "app/orderwatch.cjs"]
CMD ["up"]
